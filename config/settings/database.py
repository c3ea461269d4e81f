"""The database from DATABASE_URL: SQLite tuned for several writers, PostgreSQL with lasting connections."""

from config.env import env

SQLITE_OPTIONS = {
    # A deferred transaction that becomes a writer fails with "database is locked" whatever the timeout.
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,  # seconds a writer waits for another
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;",
}


def database(*, default: str) -> dict:
    """The ``default`` entry of DATABASES. A bad URL raises ``ImproperlyConfigured`` at start."""
    config = env.db("DATABASE_URL", default=default)
    config["CONN_MAX_AGE"] = None  # opening a connection costs more than most queries
    config["CONN_HEALTH_CHECKS"] = True
    pool = env.int("DATABASE_POOL", default=0)
    if pool and config["ENGINE"].endswith("postgresql"):
        # Connections of one process, shared by its threads: either this or a lasting one per thread, never both.
        config["CONN_MAX_AGE"] = 0
        config.setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": pool, "timeout": 30}
    if config["ENGINE"].endswith("sqlite3"):
        config.setdefault("OPTIONS", {}).update(SQLITE_OPTIONS)
    return config
