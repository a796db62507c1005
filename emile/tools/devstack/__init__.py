"""Everything `make` does: a private PostgreSQL and Valkey, and the processes of the product around them.

Standard library only, imported by nobody. One file, one idea:

- before the virtual environment exists: ``bootstrap`` (any Python 3), ``install``, ``system_packages``;
- where things are: ``paths``, ``secret_values``, ``env_file``, ``lock``;
- what runs: ``process``, ``guard``, ``stop_request``, ``run_as``, ``postgres``, ``roles``, ``valkey``, ``orphans``,
  ``services``, ``web_stack``, ``prepare``, ``migrations_seen``, ``foreground``, ``supervisor``;
- what is asked: ``demo``, ``checks``, ``bench``, ``manage``, ``housekeeping``, and ``__main__`` which chooses.
"""
