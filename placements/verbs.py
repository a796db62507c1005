"""The verbs of the second half, from button to function."""

from candidates.expected import register_day
from candidates.forms.verbs import SimpleForm
from candidates.verbs import register
from candidates.workflow import Action
from placements import forms, workflow
from placements.facts import facts_of

register(Action.CONTACT_EMPLOYER, forms.ContactForm, workflow.contact_employer)
register(Action.FOLLOW_CONTACT, forms.ContactForm, workflow.record_contact)
register(Action.HOLD_MEETING, forms.MeetingForm, workflow.hold_meeting)
register(Action.PLAN_STAY, forms.PlanStayForm, workflow.plan_stay)
register(Action.CANCEL_STAY, SimpleForm, workflow.cancel_stay)
register(Action.RECORD_NO_SHOW, SimpleForm, workflow.record_no_show)
register(Action.ARRIVE, SimpleForm, workflow.arrive)
register(Action.END_STAY, forms.EndStayForm, workflow.end_stay)
register(Action.WAIVE_IMMERSION, forms.WaiverForm, workflow.waive_immersion)
register(Action.GIVE_HOUSEHOLD_AGREEMENT, forms.HouseholdAnswerForm, workflow.give_household_agreement)
register(Action.GIVE_SERVICE_AGREEMENT, forms.ServiceAnswerForm, workflow.give_service_agreement)
register(Action.RESUME_PROJECT, SimpleForm, workflow.resume_project)
register(Action.SIGN_CONTRACT, forms.ContractForm, workflow.sign_contract)
register(Action.OFFER_DWELLING, forms.OfferForm, workflow.offer_dwelling)
register(Action.REFUSE_DWELLING, forms.RefusalForm, workflow.refuse_dwelling)
register(Action.SIGN_LEASE, forms.LeaseForm, workflow.sign_lease)
register(Action.MOVE_IN, forms.MoveInForm, workflow.move_in)
register(Action.RECORD_ACT, forms.ActForm, workflow.record_act)
register(Action.EXIT_TO_MAINSTREAM, forms.ExitForm, workflow.exit_to_mainstream)
register(Action.LEAVE, forms.LeaveForm, workflow.leave)

register_day(Action.ARRIVE, lambda journey: facts_of(journey).arrival_planned())
register_day(Action.END_STAY, lambda journey: facts_of(journey).departure_planned())
