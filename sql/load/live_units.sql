-- load live_units
-- How many records of each unit are in the present, and sums that tell one set of them from another.
WITH pages AS (
    SELECT
        _window, _page, count(*) AS live, sum(_hash::HUGEINT) AS hashes,
        sum(_page::HUGEINT * 4294967296 + _ordinal) AS places
    FROM {{.Source}}.{{.Name}}
    WHERE _tenant = getvariable('tenant')
    GROUP BY ALL
)
SELECT
    coalesce(u.window_id, p._window), coalesce(u.unit, -1),
    coalesce(min(u.first_page), 0), coalesce(min(u.last_page), 0),
    sum(p.live)::BIGINT, sum(p.hashes)::VARCHAR, sum(p.places)::VARCHAR
FROM pages AS p
LEFT JOIN (
    FROM meta.units
    WHERE source = '{{.Source}}' AND tenant = getvariable('tenant') AND table_name = '{{.Name}}'
) AS u ON u.window_id = p._window AND p._page BETWEEN u.first_page AND u.last_page
GROUP BY coalesce(u.window_id, p._window), coalesce(u.unit, -1)
ORDER BY 1, 2;
