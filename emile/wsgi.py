import os

from django.core.wsgi import get_wsgi_application

from emile.core.memory import load_pages, settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emile.settings")

application = get_wsgi_application()
load_pages()
settle()
