"""The providers' requests as JSON Schemas, written by us from their documentation.

They hold what those pages say of the fields that we use: names, kinds, and limits. They
are no publication of the providers, and no body was ever sent to one.
"""

from __future__ import annotations

from typing import Any

_ADDRESS = {
    "type": "object",
    "properties": {"email": {"type": "string", "minLength": 3}, "name": {"type": "string"}},
    "required": ["email"],
    "additionalProperties": False,
}
_SWITCH = {
    "type": "object",
    "properties": {"enable": {"type": "boolean"}, "enable_text": {"type": "boolean"}},
    "additionalProperties": False,
}

SENDGRID: dict[str, Any] = {
    "type": "object",
    "properties": {
        "personalizations": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1000,
            "items": {
                "type": "object",
                "properties": {
                    "to": {"type": "array", "items": _ADDRESS, "minItems": 1, "maxItems": 1000},
                    "custom_args": {"type": "object", "additionalProperties": {"type": "string"}},
                },
                "required": ["to"],
                "additionalProperties": False,
            },
        },
        "from": _ADDRESS,
        "reply_to": _ADDRESS,
        "subject": {"type": "string", "minLength": 1},
        "content": {
            "type": "array",
            "minItems": 1,
            # text/plain must come first.
            "prefixItems": [
                {"properties": {"type": {"const": "text/plain"}}},
                {"properties": {"type": {"const": "text/html"}}},
            ],
            "items": {
                "type": "object",
                "properties": {
                    "type": {"type": "string"},
                    "value": {"type": "string", "minLength": 1},
                },
                "required": ["type", "value"],
            },
        },
        "headers": {
            "type": "object",
            "propertyNames": {
                "not": {"enum": ["To", "From", "Subject", "Reply-To", "CC", "BCC", "Content-Type"]}
            },
            "additionalProperties": {"type": "string"},
        },
        "tracking_settings": {
            "type": "object",
            "properties": {
                "click_tracking": _SWITCH,
                "open_tracking": _SWITCH,
                "subscription_tracking": _SWITCH,
            },
            "additionalProperties": False,
        },
        "mail_settings": {
            "type": "object",
            "properties": {"bypass_unsubscribe_management": _SWITCH},
            "additionalProperties": False,
        },
    },
    "required": ["personalizations", "from", "subject", "content"],
    "additionalProperties": False,
}

_HEADERS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "Name": {"type": "string", "pattern": "^[!-9;-@A-~]{1,126}$"},
            "Value": {"type": "string", "pattern": "^[ -~]{1,870}$"},
        },
        "required": ["Name", "Value"],
        "additionalProperties": False,
    },
}

SES: dict[str, Any] = {
    "type": "object",
    "properties": {
        "FromEmailAddress": {"type": "string"},
        "ReplyToAddresses": {"type": "array", "items": {"type": "string"}},
        "DefaultContent": {
            "type": "object",
            "properties": {
                "Template": {
                    "type": "object",
                    "properties": {
                        "TemplateName": {"type": "string", "minLength": 1, "maxLength": 64},
                        "TemplateData": {"type": "string", "maxLength": 262144},
                        "Headers": _HEADERS,
                    },
                    "required": ["TemplateName", "TemplateData"],
                    "additionalProperties": False,
                }
            },
            "required": ["Template"],
            "additionalProperties": False,
        },
        "BulkEmailEntries": {
            "type": "array",
            "minItems": 1,
            "maxItems": 50,
            "items": {
                "type": "object",
                "properties": {
                    "Destination": {
                        "type": "object",
                        "properties": {
                            "ToAddresses": {
                                "type": "array",
                                "minItems": 1,
                                "maxItems": 1,
                                # The part before the @ must be ASCII, the domain Punycode.
                                "items": {"type": "string", "pattern": "^[!-~]+@[!-~]+$"},
                            }
                        },
                        "required": ["ToAddresses"],
                        "additionalProperties": False,
                    },
                    "ReplacementTags": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {
                                "Name": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,256}$"},
                                "Value": {"type": "string", "pattern": "^[A-Za-z0-9_@.-]{1,256}$"},
                            },
                            "required": ["Name", "Value"],
                            "additionalProperties": False,
                        },
                    },
                },
                "required": ["Destination"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["BulkEmailEntries", "DefaultContent", "FromEmailAddress"],
    "additionalProperties": False,
}

SES_TEMPLATE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "TemplateName": {"type": "string", "minLength": 1, "maxLength": 64},
        "TemplateContent": {
            "type": "object",
            "properties": {
                "Subject": {"type": "string"},
                "Text": {"type": "string"},
                "Html": {"type": "string"},
            },
            "required": ["Subject", "Text", "Html"],
            "additionalProperties": False,
        },
    },
    "required": ["TemplateName", "TemplateContent"],
    "additionalProperties": False,
}

MAILGUN: dict[str, Any] = {
    "type": "object",
    "properties": {
        "from": {"type": "string"},
        "to": {"type": "string", "pattern": "@"},
        "subject": {"type": "string", "minLength": 1},
        "text": {"type": "string"},
        "html": {"type": "string"},
        "recipient-variables": {
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1000,
            "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}},
        },
        "o:tracking": {"enum": ["yes", "no", "true", "false", "htmlonly"]},
    },
    "patternProperties": {"^(h|v):[A-Za-z-]+$": {"type": "string"}},
    # Without recipient variables everybody would see everybody.
    "required": ["from", "to", "subject", "text", "html", "recipient-variables"],
    "additionalProperties": False,
}
"""The fields of the form; recipient-variables as the JSON that it holds."""
