from django.db import migrations, models


class Migration(migrations.Migration):
    """No row-level security: nobody is signed in when it is read, and a row says nothing about anybody."""

    dependencies = [("accounts", "0002_row_security")]
    operations = [
        migrations.CreateModel(
            name="SignInFailure",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("failures", models.PositiveSmallIntegerField()),
                ("last_at", models.DateTimeField(db_index=True)),
            ],
        )
    ]
