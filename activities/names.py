"""The names workflows call activities by, and the queues these run on; the only part of activities/ that workflows import."""

RECORD = "record"
SEND_SMS = "send_sms"
SEND_EMAIL = "send_email"
GIVE_UP = "give_up"
READ_REASON = "read_reason"
STANDING = "standing"
ASK_SMS = "ask_sms"
ASK_EMAIL = "ask_email"

INTERVIEWS_QUEUE = "interviews"
SMS_QUEUE = "sms"
EMAIL_QUEUE = "email"
