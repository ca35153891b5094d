-- A copy for tests trusts no program that trusts the original.
UPDATE crm_intake_source SET secret_hash = NULL;
