import os

from django.core.wsgi import get_wsgi_application

from emile.core.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emile.settings")

application = get_wsgi_application()
settle()
