# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The statements of the recorder."""

REMEMBER = """, remembered AS (
    INSERT INTO crm_dedup_merge_change (merge_id, table_name, row_key, old)
    SELECT {merge}, '{table}', jsonb_build_object({key}), to_jsonb(o)
      FROM written w {join} JOIN "{table}" o ON {same}
    ON CONFLICT DO NOTHING)
SELECT 1 FROM written"""
TRIGGER = """
CREATE OR REPLACE FUNCTION pg_temp.crm_dedup_remember() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE columns text[] := TG_ARGV[1]::text[];
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO crm_dedup_merge_change (merge_id, table_name, row_key, old)
        SELECT TG_ARGV[0]::int, TG_TABLE_NAME, jsonb_object_agg(c, to_jsonb(OLD) -> c),
               to_jsonb(OLD)
          FROM unnest(columns) c ON CONFLICT DO NOTHING;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO crm_dedup_merge_change (merge_id, table_name, row_key)
        SELECT TG_ARGV[0]::int, TG_TABLE_NAME, jsonb_object_agg(c, to_jsonb(NEW) -> c)
          FROM unnest(columns) c ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $body$
"""
PRIMARY_KEY = """
    SELECT array_agg(a.attname::text ORDER BY a.attnum), c.relpersistence
      FROM pg_class c
      LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       AND (i.indkey IS NULL OR a.attnum = ANY(i.indkey))
     WHERE c.oid = to_regclass(%s) AND c.relkind IN ('r', 'p')
     GROUP BY c.oid
"""
# Rows that the database itself deletes or empties when others are deleted.
FOLLOWERS = """
    SELECT c.conrelid::regclass::text, a.attname::text, c.confdeltype
      FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.confrelid = to_regclass(%s) AND c.confdeltype IN ('c', 'n', 'd')
"""
TABLES = "SELECT DISTINCT table_name FROM crm_dedup_merge_change WHERE merge_id = %(merge)s"
NOW = """
    UPDATE crm_dedup_merge_change c SET new = now.image
      FROM (SELECT j.id, to_jsonb(o) AS image
              FROM crm_dedup_merge_change j
             CROSS JOIN LATERAL jsonb_populate_record(NULL::%(table)s, j.row_key) k
              JOIN %(table)s o ON %(same)s
             WHERE j.merge_id = %(merge)s AND j.table_name = %(name)s) now
     WHERE c.id = now.id
"""
# As texts, because 1.0 and 1.00 are equal as numbers and not as rows.
CLEAN = """
    DELETE FROM crm_dedup_merge_change
     WHERE merge_id = %(merge)s AND old::text IS NOT DISTINCT FROM new::text
"""
SHORTEN = """
    UPDATE crm_dedup_merge_change c
       SET operation = CASE WHEN c.old IS NULL THEN 'insert' WHEN c.new IS NULL THEN 'delete'
                            ELSE 'update' END,
           old = CASE WHEN c.old IS NULL OR c.new IS NULL THEN c.old ELSE
                 (SELECT jsonb_object_agg(key, value) FROM jsonb_each(c.old)
                   WHERE value::text IS DISTINCT FROM (c.new -> key)::text) END,
           new = CASE WHEN c.old IS NULL OR c.new IS NULL THEN c.new ELSE
                 (SELECT jsonb_object_agg(key, value) FROM jsonb_each(c.new)
                   WHERE value::text IS DISTINCT FROM (c.old -> key)::text) END
     WHERE c.merge_id = %(merge)s
"""
