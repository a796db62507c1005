import pytest
from django.core.exceptions import FieldDoesNotExist

from emile.core.database.columns import column, relation
from partners.models import Organisation


def test_a_column_or_a_relation_of_the_model():
    assert column(Organisation, "name").max_length == 160
    assert column(Organisation, "territory").related_model.__name__ == "Territory"


def test_what_points_to_the_model_is_no_column_of_it():
    with pytest.raises(TypeError, match="memberships is not a column of Organisation"):
        column(Organisation, "memberships")


def test_what_points_to_the_model():
    assert relation(Organisation, "memberships").field.model.__name__ == "Membership"
    with pytest.raises(TypeError, match="name is a column of Organisation"):
        relation(Organisation, "name")


@pytest.mark.parametrize("found", [column, relation])
def test_a_name_that_is_not_there(found):
    with pytest.raises(FieldDoesNotExist):
        found(Organisation, "nom")
