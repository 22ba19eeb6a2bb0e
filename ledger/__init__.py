"""The ledger of emission rights, without HTTP and without JSON.

Read it in the order in which it may be imported: ``errors``, ``domain`` (what things are), ``rules``
(what is allowed), ``store`` (how it is kept), ``services`` (what is done), ``projections`` (what is shown).
"""
