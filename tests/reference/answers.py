"""What somebody types into the forms of the reference data."""

CORREZE = {"code": "correze", "name": "Corrèze", "department": "19", "valid_from": "2026-01-01"}
VALUE = {"code": "essai", "label": "Essai", "value": "1 250,50", "unit": "eur_year", "valid_from": "2026-01-01"}
VALUE |= {"source": "Arrêté d'essai", "order": "100"}
REASON = {"code": "decline-essai", "kind": "decline", "label": "Essai", "order": "5", "consequence": "none"}
PROGRAMME = {"code": "essai", "name": "Programme d'essai", "short_name": "Essai", "support_starts": "move_in"}
PROGRAMME |= {"stay_min_days": "2", "stay_max_days": "7", "valid_from": "2026-01-01"}
