"""Whose address counts: the connected machine's, or what known proxies wrote about it."""

from ipaddress import ip_network

import pytest

from dondoc.web.callers import caller, household

PROXIES = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]


@pytest.mark.parametrize(
    ("peer", "told", "found"),
    [
        ("198.51.100.7", "", "198.51.100.7"),
        ("198.51.100.7", "203.0.113.1", "198.51.100.7"),  # no proxy of ours: its header is not believed
        ("10.0.0.1", "203.0.113.1", "203.0.113.1"),
        ("10.0.0.1", "1.1.1.1, 203.0.113.1", "203.0.113.1"),  # what the caller forged stands before
        ("10.0.0.1", "203.0.113.1, 10.0.0.2", "203.0.113.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.3", "10.0.0.3"),
        ("10.0.0.1", "203.0.113.1, rác", "10.0.0.1"),
        ("", "203.0.113.1", "203.0.113.1"),  # a socket on this machine
        ("fd00::1", "2001:db8::5", "2001:db8::5"),
        ("10.0.0.1", "::ffff:10.0.0.9", "::ffff:10.0.0.9"),
    ],
)
def test_the_address_of_the_caller(peer, told, found):
    assert caller(peer, told, PROXIES) == found


@pytest.mark.parametrize(
    ("address", "counted"),
    [("198.51.100.7", "198.51.100.7"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("", ""), ("rác", "rác")],
)
def test_one_household_is_counted_once(address, counted):
    assert household(address) == counted
