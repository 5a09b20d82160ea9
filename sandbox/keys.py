"""The keys that the stand-in signs and verifies with, made from the installation's secret so that no key file is needed."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from settings import Settings, appraisal_key

_TWILIO = b"mianyue sandbox: twilio auth token"
_SENDGRID = b"mianyue sandbox: sendgrid event webhook key"
_APPRAISAL = b"mianyue sandbox: appraisal push secret"
_ORDER = int("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16)  # of P-256


def twilio_token(secret: str) -> str:
    """The auth token that the stand-in signs Twilio's callbacks with: 64 hex digits."""
    return hmac.new(secret.encode(), _TWILIO, hashlib.sha256).hexdigest()


def sendgrid_private_key(secret: str) -> ec.EllipticCurvePrivateKey:
    """The P-256 key that the stand-in signs SendGrid's events with."""
    # 512 bits, so that the remainder favours no number noticeably
    number = int.from_bytes(hmac.digest(secret.encode(), _SENDGRID, "sha512"), "big")
    return ec.derive_private_key(number % (_ORDER - 1) + 1, ec.SECP256R1())


def sendgrid_public_key(secret: str) -> str:
    """The key that verifies them, as SendGrid shows it and its SDK takes it: base64 of the DER SubjectPublicKeyInfo."""
    public = sendgrid_private_key(secret).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return base64.b64encode(public.public_bytes(serialization.Encoding.DER, form)).decode()


def appraisal_secret(secret: str) -> str:
    """The secret that the stand-in for an appraisal system shares with us, as Standard Webhooks writes one."""
    return "whsec_" + base64.b64encode(hmac.digest(secret.encode(), _APPRAISAL, "sha256")).decode()


@dataclass(frozen=True, slots=True)
class Signing:
    """What receipts are signed with, and what a push to the stand-in must be signed with."""

    twilio_token: str
    sendgrid_key: ec.EllipticCurvePrivateKey
    appraisal_key: bytes

    @classmethod
    def of(cls, settings: Settings) -> "Signing":
        """The user's own auth token and appraisal secret if there are any; everything else from the installation's secret."""
        secret = settings.secret.get_secret_value()
        token = settings.twilio_auth_token.get_secret_value() or twilio_token(secret)
        shared = settings.appraisal_secret.get_secret_value() or appraisal_secret(secret)
        return cls(token, sendgrid_private_key(secret), appraisal_key(shared))
