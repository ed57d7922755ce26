-- load sweep_known
-- Whether a later complete sweep of the dataset was merged already; an earlier picture must not delete then.
SELECT count(*)
FROM meta.windows
WHERE source = getvariable('source') AND tenant = getvariable('tenant') AND dataset = getvariable('dataset')
    AND absence AND outcome IN ('complete', 'empty') AND planned > getvariable('planned');
