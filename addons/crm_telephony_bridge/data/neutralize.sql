-- A copy for tests takes no calls, makes none, and trusts nobody who trusts the original.
UPDATE telephony_provider SET is_enabled = false;
UPDATE telephony_secret SET sealed = NULL;
UPDATE telephony_command SET state = 'failed' WHERE state IN ('queued', 'taken');
