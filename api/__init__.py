"""The JSON API and the provider webhooks."""
