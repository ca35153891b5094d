# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The bridge: a process beside the PBX that tells Odoo of calls. No Odoo inside, no library.

    AMI socket -> facts -> calls -> spool on disk -> signed batches -> Odoo
                                                  <- commands       <-

Each part is a file: ``ami`` speaks with one PBX, ``pbx`` keeps that connection, ``live`` computes
calls, ``spool`` keeps what must survive, ``outbox`` and ``delivery`` tell Odoo, ``commands`` and
``recordings`` work for it, ``health`` answers who asks, ``app`` ties them together.
"""
