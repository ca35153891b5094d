-- Links that were sent from the original database open nothing in a copy of it.
UPDATE crm_work_link SET revoked_at = now() AT TIME ZONE 'UTC' WHERE revoked_at IS NULL;
