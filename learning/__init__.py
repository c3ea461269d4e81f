"""Who learns what, where, with what result. One app with a package per feature; Django and Celery look only at this
root, so ``models.py``, ``tasks.py``, ``urls.py`` and their like are tables of contents."""
