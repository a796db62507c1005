from placements.models.file_dates import FILE_DATES
from placements.models.project import Agreement, ImmersionWaiver, JobContact, ProjectMeeting
from placements.models.settling import Contract, Lease
from placements.models.stay import Stay
from placements.models.support import Exit, PrivateNote, SupportAct

__all__ = [
    "FILE_DATES",
    "Agreement",
    "Contract",
    "Exit",
    "ImmersionWaiver",
    "JobContact",
    "Lease",
    "PrivateNote",
    "ProjectMeeting",
    "Stay",
    "SupportAct",
]
