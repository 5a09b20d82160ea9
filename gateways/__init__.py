"""One file per outside world: SMS, e-mail, calendar; each answers in the words of gateways.answers."""
