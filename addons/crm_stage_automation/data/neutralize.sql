-- A copy of the database writes to no customer.
DELETE FROM crm_automatic_letter WHERE state = 'pending';
-- Links that were sent from the original database open nothing in a copy of it.
UPDATE crm_work_link SET revoked_at = now() AT TIME ZONE 'UTC' WHERE revoked_at IS NULL;
-- A copy of the database does nothing of what the original is about to do.
UPDATE crm_playbook_job
   SET state = 'cancelled', reason = 'neutralized'
 WHERE state IN ('pending', 'running');
