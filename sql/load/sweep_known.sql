-- load sweep_known
-- Whether a later complete sweep of the same was merged already; an earlier picture must not delete then. A sweep of
-- other parts of the account has seen nothing of these.
SELECT count(*)
FROM (FROM meta.windows UNION ALL BY NAME SELECT NULL::VARCHAR AS parts WHERE FALSE)
WHERE source = getvariable('source') AND tenant = getvariable('tenant') AND dataset = getvariable('dataset')
    AND absence AND outcome IN ('complete', 'empty') AND planned > getvariable('planned')
    AND (
        coalesce(parts, '') = '' OR getvariable('parts') = ''
        OR list_has_any(string_split(parts, ' '), string_split(getvariable('parts'), ' '))
    );
