-- load live_places
-- Which records of some pages are in the present, a page a row, as a list of positions with commas.
SELECT p._window, p._page, string_agg(p._ordinal::VARCHAR, ',')
FROM {{.Source}}.{{.Name}} AS p
SEMI JOIN (
    SELECT unnest(getvariable('page_windows')) AS _window, unnest(getvariable('page_numbers')) AS _page
) AS q ON q._window = p._window AND q._page = p._page
WHERE p._tenant = getvariable('tenant')
GROUP BY ALL;
