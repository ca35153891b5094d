# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What each cloud provider sends: who may believe it, and what it says.

Readers are total: what a stranger sends is checked and read without an error, or it is no notice.
"""
