-- A copy of the database tells nobody about figures.
UPDATE crm_kpi_alert SET active = false WHERE active;
UPDATE crm_kpi_alert_event SET state = 'cancelled' WHERE state = 'waiting';
