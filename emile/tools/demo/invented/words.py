"""Sentences people could have written. None says anything a file must not hold."""

REASONS = [
    "Quitter l'hôtel et offrir une chambre à chaque enfant ; retrouver un emploi stable.",
    "Un logement à nous, un travail en CDI et une école près de la maison.",
    "Les démarches en Île-de-France durent depuis des années ; envie d'une ville calme, à taille humaine.",
    "Reprendre mon métier et pouvoir payer un loyer normal.",
    "Nous avons visité le Cantal l'été dernier et nous avons aimé les gens et la nature.",
    "Ne plus changer d'hôtel tous les trois mois, que les enfants finissent leur année au même endroit.",
]
LEISURE = [
    "Football pour les garçons, couture pour la mère.",
    "Randonnée, jardinage.",
    "Chorale, lecture à la médiathèque.",
    "Basket, vélo.",
    "Cuisine, marche, pétanque.",
    "",
]
STRENGTHS = [
    "Très motivé, ponctuel, bonnes références du dernier employeur.",
    "Autonome dans les démarches, à l'aise à l'oral.",
    "Expérience solide dans le métier, prête à reprendre une formation.",
    "Famille soudée, enfants bien suivis à l'école.",
]
OBSTACLES = [
    "Permis à repasser.",
    "Français écrit à consolider.",
    "Garde du plus jeune à organiser.",
    "Dette de loyer en cours d'apurement.",
    "",
]
PROJECTS = [
    "Un CDI dans le métier visé, avec un mois d'essai. Cours de français le soir la première année.",
    "Embauche après une semaine de découverte en entreprise ; permis B à passer dans les six mois.",
    "Poste à temps plein dès l'arrivée ; le conjoint cherchera ensuite, avec France Travail Aurillac.",
    "Commencer en CDD, viser un CDI après la saison ; inscription des enfants à l'école du quartier.",
    "Reprise du métier exercé auparavant ; l'employeur est prêt à adapter les horaires à l'école.",
]
PLACES = ["Antenne Aurore, Paris 12e", "Samusocial de Paris, Paris 12e", "Antenne Aurore, Paris 15e"]
HOUSEHOLD_REVIEWS = [
    "La ville nous plaît, tout est près. Le logement est grand et lumineux.",
    "Bon accueil de l'employeur. Il faudra un vélo ou une voiture.",
    "Les enfants ont aimé l'école et le parc. Nous sommes prêts.",
]
SERVICE_REVIEWS = [
    "Famille très engagée, bons échanges avec l'employeur et l'école.",
    "Essai concluant dans l'entreprise. Prévoir un appui pour le permis.",
    "Rencontres avec la mairie, le bailleur et le DAHLIR ; projet réaliste.",
]
ACTS = [
    # theme, mode, minutes, note, next step
    ("housing", "home_visit", 60, "État des lieux relu ensemble, compteurs relevés.", "Assurance habitation à envoyer"),
    ("paperwork", "meeting", 45, "Changement d'adresse CAF et CPAM fait en ligne.", "Vérifier le dossier CAF"),
    ("work", "phone", 20, "L'employeur est content des premières semaines.", "Rappeler l'employeur"),
    ("school", "outside", 90, "Inscription à l'école et à la cantine.", "Rencontrer l'enseignante"),
    ("budget", "meeting", 50, "Budget du mois préparé ensemble.", "Faire le point sur le budget"),
    ("leisure", "with_third", 60, "Rendez-vous avec le DAHLIR : essai au club de basket.", "Première séance au club"),
    ("french", "meeting", 30, "Inscription aux cours du soir.", "Confirmer les horaires des cours"),
    ("mobility", "meeting", 40, "Dossier d'échange du permis étranger.", "Envoyer le dossier à l'ANTS"),
    ("health", "phone", 15, "Médecin traitant trouvé, premier rendez-vous pris.", "Vérifier les droits CSS"),
    ("family", "home_visit", 50, "Place en crèche demandée pour septembre.", "Appeler la crèche"),
    ("training", "meeting", 35, "Projet de formation qualifiante évoqué.", "Rendez-vous à la mission formation"),
    ("digital", "meeting", 40, "Boîte de courriel et espace CAF créés.", "Refaire une démarche seul·e"),
]
CONTACT_NOTES = [
    "Entretien téléphonique, profil transmis.",
    "L'employeur souhaite rencontrer la personne pendant l'immersion.",
    "Le responsable rappelle en fin de semaine.",
]
