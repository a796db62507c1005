from django.db import migrations

from emile.core.database.rls import USER_ID, policy, protect

MINE = f"requested_by_id = {USER_ID}"


class Migration(migrations.Migration):
    """A person sees and asks for their own work; only the system deletes. ``WorkerBeat`` holds nothing personal."""

    dependencies = [("jobs", "0001_initial")]
    operations = [
        protect("jobs_job"),
        policy("jobs_job", "own_reads", MINE, command="SELECT"),
        policy("jobs_job", "own_requests", MINE, command="INSERT"),
        policy("jobs_job", "own_changes", MINE, command="UPDATE"),
    ]
