-- Nobody gets a letter from a copy of the database, also when somebody sets up a mail server there.
UPDATE crm_farewell_invitation
   SET state = 'cancelled', reason = 'neutralized'
 WHERE state IN ('scheduled', 'held');
UPDATE crm_farewell_invitation
   SET state = 'unknown', reason = 'neutralized'
 WHERE state = 'sending';
UPDATE crm_farewell_invitation
   SET next_reminder_at = NULL
 WHERE next_reminder_at IS NOT NULL;
-- Nothing new is planned, either.
UPDATE crm_farewell_policy SET active = FALSE;
UPDATE crm_farewell_occasion SET active = FALSE;
-- Links that were sent from the original open nothing in a copy of it.
DELETE FROM crm_farewell_token;
