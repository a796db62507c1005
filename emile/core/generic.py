"""Classes of Django that the checker knows as generic and Python does not: ``DetailView[Job]`` runs from here only."""

from typing import TYPE_CHECKING

from django import forms
from django.forms.formsets import BaseFormSet as DjangoFormSet
from django.views import generic

if TYPE_CHECKING:
    ModelForm = forms.ModelForm
    ModelChoiceField = forms.ModelChoiceField
    BaseFormSet = DjangoFormSet
    DetailView = generic.DetailView
else:

    class Bracketed:
        def __class_getitem__(cls, _: object) -> type:
            return cls

    class ModelForm(Bracketed, forms.ModelForm):
        pass

    class ModelChoiceField(Bracketed, forms.ModelChoiceField):
        pass

    class BaseFormSet(Bracketed, DjangoFormSet):
        pass

    class DetailView(Bracketed, generic.DetailView):
        pass
