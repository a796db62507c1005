from django.db import migrations


class Migration(migrations.Migration):
    """Every move counted it up and nothing read it: a file is locked by its row (``lock()``)."""

    dependencies = [("candidates", "0016_no_closed_complement")]
    operations = [migrations.RemoveField("journey", "version")]
