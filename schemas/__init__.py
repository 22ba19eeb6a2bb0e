"""The shape of messages: marshmallow in, marshmallow out; never the database."""
