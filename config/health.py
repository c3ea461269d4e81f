"""What machines ask of the site: is the process alive, can it serve, how long do jobs wait. No word about people.

Read by load balancers and by whoever runs the site. Own code: the library for it checks asynchronously, which a threaded
server answers slower than the checks take, and prints errors that may hold addresses and names.
"""

import datetime
import logging
import secrets

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.jobs.models import Job

logger = logging.getLogger(__name__)
LONGEST_WAIT = datetime.timedelta(minutes=15)  # a queue that stands this long has no worker


@never_cache
@require_safe
def live(request):
    """200 while the process answers. Touches nothing else: a database that is down is no reason to restart it."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request):
    """200 when requests can be served, else 503: ``{"ready": bool, "parts": {name: "ok" | "down" | "behind"}}``.

    ``queue`` is told but decides nothing: pages are served while jobs wait.
    """
    parts = {"database": _asked(_database), "cache": _asked(_cache), "migrations": _asked(_migrations)}
    is_ready = all(state == "ok" for state in parts.values())
    parts["queue"] = _asked(_queue) if parts["database"] == "ok" else "down"
    return JsonResponse({"ready": is_ready, "parts": parts}, status=200 if is_ready else 503)


@never_cache
@require_safe
def metrics(request):
    """Jobs by kind and state, and how many seconds the oldest waits, as Prometheus text. Needs ``METRICS_TOKEN`` as bearer
    token; 403 without, and without the setting. Two queries."""
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not secrets.compare_digest(given.encode(), token.encode()):
        return HttpResponse(status=403)
    counts = Job.objects.values("kind", "state").annotate(n=Count("pk")).order_by("kind", "state")
    lines = ["# HELP library_jobs Jobs by kind and state.", "# TYPE library_jobs gauge"]
    lines += [f'library_jobs{{kind="{row["kind"]}",state="{row["state"]}"}} {row["n"]}' for row in counts]
    lines += [
        "# HELP library_oldest_waiting_job_seconds Age of the oldest job that waits.",
        "# TYPE library_oldest_waiting_job_seconds gauge",
        f"library_oldest_waiting_job_seconds {_oldest_wait().total_seconds():.0f}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def security_txt(request):
    """Whom to tell of a weakness (RFC 9116). Without ``SECURITY_CONTACT`` there is no such page."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (timezone.now() + datetime.timedelta(days=180)).replace(microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: zh, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _asked(check) -> str:
    try:
        return check()
    except Exception:
        logger.exception("readiness: %s", check.__name__.strip("_"))
        return "down"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _cache() -> str:
    key, value = f"health.{secrets.token_hex(4)}", secrets.token_hex(4)
    cache.set(key, value, 10)
    return "ok" if cache.get(key) == value else "down"


def _migrations() -> str:
    """Whether this code's migrations are applied; asked until they are."""
    if not getattr(_migrations, "applied", False):
        executor = MigrationExecutor(connection)
        _migrations.applied = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ok" if _migrations.applied else "behind"


def _queue() -> str:
    return "behind" if _oldest_wait() > LONGEST_WAIT else "ok"


def _oldest_wait() -> datetime.timedelta:
    oldest = Job.objects.filter(state=Job.State.QUEUED).aggregate(oldest=Min("updated_at"))["oldest"]
    return timezone.now() - oldest if oldest else datetime.timedelta(0)
