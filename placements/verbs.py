"""The verbs of the second half, from button to function."""

from candidates.journey.expected import register_day
from candidates.journey.forms import SimpleForm
from candidates.journey.table import Action
from candidates.journey.verbs import register
from placements.facts import facts_of
from placements.housing import forms as housing_forms
from placements.housing import workflow as housing
from placements.project import forms as project_forms
from placements.project import workflow as project
from placements.stays import forms as stays_forms
from placements.stays import workflow as stays
from placements.support import forms as support_forms
from placements.support import workflow as support
from placements.work import forms as work_forms
from placements.work import workflow as work

register(Action.CONTACT_EMPLOYER, work_forms.ContactForm, work.contact_employer)
register(Action.FOLLOW_CONTACT, work_forms.ContactForm, work.record_contact)
register(Action.HOLD_MEETING, project_forms.MeetingForm, project.hold_meeting)
register(Action.PLAN_STAY, stays_forms.PlanStayForm, stays.plan_stay)
register(Action.CANCEL_STAY, SimpleForm, stays.cancel_stay)
register(Action.RECORD_NO_SHOW, SimpleForm, stays.record_no_show)
register(Action.ARRIVE, SimpleForm, stays.arrive)
register(Action.END_STAY, stays_forms.EndStayForm, stays.end_stay)
register(Action.WAIVE_IMMERSION, stays_forms.WaiverForm, stays.waive_immersion)
register(Action.GIVE_HOUSEHOLD_AGREEMENT, project_forms.HouseholdAnswerForm, project.give_household_agreement)
register(Action.GIVE_SERVICE_AGREEMENT, project_forms.ServiceAnswerForm, project.give_service_agreement)
register(Action.RESUME_PROJECT, SimpleForm, project.resume_project)
register(Action.SIGN_CONTRACT, work_forms.ContractForm, work.sign_contract)
register(Action.OFFER_DWELLING, housing_forms.OfferForm, housing.offer_dwelling)
register(Action.REFUSE_DWELLING, housing_forms.RefusalForm, housing.refuse_dwelling)
register(Action.SIGN_LEASE, housing_forms.LeaseForm, housing.sign_lease)
register(Action.MOVE_IN, housing_forms.MoveInForm, housing.move_in)
register(Action.RECORD_ACT, support_forms.ActForm, support.record_act)
register(Action.EXIT_TO_MAINSTREAM, support_forms.ExitForm, support.exit_to_mainstream)
register(Action.LEAVE, support_forms.LeaveForm, support.leave)

register_day(Action.ARRIVE, lambda journey: facts_of(journey).arrival_planned())
register_day(Action.END_STAY, lambda journey: facts_of(journey).departure_planned())
