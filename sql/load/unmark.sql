-- load unmark
-- A record that was seen again is not absent.
DELETE FROM meta.absences
WHERE source = '{{.Source}}' AND tenant = getvariable('tenant') AND table_name = '{{.Name}}'
    AND record_key IN (SELECT record_key FROM present_again);
