"""The keys that certificates are signed with: Ed25519, in files outside the database.

``SIGNING_KEYS`` is a folder. The newest private key in it signs, all others only verify what they signed; of a key whose
time is over the private part may be replaced by the public one. What a key that is not in the folder signed is foreign.
"""

import fcntl
import os
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings
from django.utils import timezone
from joserfc.jwk import OKPKey

ID_LENGTH = 11  # letters of the thumbprint: 66 bits tell our own keys apart, and the signature tells the rest


class NoSigningKey(Exception):
    """The folder holds no private key, so nothing can be issued."""

    def __str__(self):
        return f"There is no key to sign with in {settings.SIGNING_KEYS}. Make one: manage.py certificate_key --new"


@dataclass(frozen=True)
class SigningKey:
    """``private`` is None where only the public part is kept."""

    public: Ed25519PublicKey
    private: Ed25519PrivateKey | None

    @property
    def jwk(self) -> dict:
        """The public part (RFC 8037), with its id, use and algorithm."""
        key = OKPKey.import_key(self.public)
        return {**key.as_dict(private=False), "kid": self.id, "use": "sig", "alg": "EdDSA"}

    @cached_property
    def id(self) -> str:
        """The beginning of the thumbprint (RFC 7638)."""
        return OKPKey.import_key(self.public).thumbprint()[:ID_LENGTH]

    def sign(self, content: bytes) -> bytes:
        """64 bytes, the same for the same content."""
        return self.private.sign(content)

    def has_signed(self, content: bytes, signature: bytes) -> bool:
        try:
            self.public.verify(signature, content)
        except InvalidSignature:
            return False
        return True


def published_keys() -> dict[str, SigningKey]:
    """``{id: key}``, the oldest first. Read again when a file was added to the folder or taken away."""
    folder = Path(settings.SIGNING_KEYS)
    return _read(folder, folder.stat().st_mtime_ns) if folder.is_dir() else {}


def signing_key() -> SigningKey:
    """The newest. Raises ``NoSigningKey``."""
    private = [key for key in published_keys().values() if key.private]
    if not private:
        raise NoSigningKey
    return private[-1]


def key_called(key_id: str) -> SigningKey:
    """The key that once signed, so that what it signed is the same for ever; the newest where it signs no more."""
    key = published_keys().get(key_id)
    return key if key and key.private else signing_key()


def make_key() -> SigningKey:
    """A new key in the folder; from now on it signs."""
    private = Ed25519PrivateKey.generate()
    key = SigningKey(private.public_key(), private)
    folder = Path(settings.SIGNING_KEYS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{timezone.now():%Y%m%dT%H%M%S%f}-{key.id}.pem"
    unfinished = path.with_suffix(".new")
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    unfinished.rename(path)
    return key


def ensure_key() -> SigningKey:
    """The key that signs, made when there is none. Two processes at once: one key."""
    folder = Path(settings.SIGNING_KEYS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            return signing_key()
        except NoSigningKey:
            return make_key()


@lru_cache(maxsize=4)
def _read(folder: Path, _changed: int) -> dict[str, SigningKey]:
    keys = [_open(path.read_bytes()) for path in sorted(folder.glob("*.pem"))]
    return {key.id: key for key in keys}


def _open(pem: bytes) -> SigningKey:
    if b"PRIVATE" in pem:
        private = load_pem_private_key(pem, password=None)
        return SigningKey(private.public_key(), private)
    return SigningKey(load_pem_public_key(pem), None)
