"""The way from an open collection to a certificate, in the order of the guide (3.6).

Every function asks `require` itself whether the person may do it there, takes `now` with its zone,
and writes one entry of the audit trail in the caller's transaction for what it changes.
"""

from dashboard.collection.certifying import certify, certify_no_data, decertify
from dashboard.collection.opening import ListedSchool, extend, open_collection, set_window
from dashboard.collection.rows import DistrictKey, SchoolKey
from dashboard.collection.saving import (
    Change,
    Saved,
    add_student,
    change_student,
    put_student,
    remove_student,
    save_student,
)
from dashboard.collection.steps import reopen, submit

__all__ = [
    "Change",
    "DistrictKey",
    "ListedSchool",
    "Saved",
    "SchoolKey",
    "add_student",
    "certify",
    "certify_no_data",
    "change_student",
    "decertify",
    "extend",
    "open_collection",
    "put_student",
    "remove_student",
    "reopen",
    "save_student",
    "set_window",
    "submit",
]
