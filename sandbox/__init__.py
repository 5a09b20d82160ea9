"""A local stand-in that speaks Twilio's and SendGrid's HTTP, so that the real SDK path runs without an account."""
