-- Until now only the events knew of holds, and those are pruned: the last one of each name says whether the registry has it on hold.
-- +goose Up
UPDATE domains SET
    holds = CASE WHEN told.kind = 'domain.hold_set'
        THEN json_object('registry', json_object('reason', COALESCE(json_extract(told.detail, '$.reason'), ''), 'since', replace(replace(told.created_at, ' ', 'T'), '+00:00', 'Z')))
        ELSE json_object('registry', json_object('lifted', replace(replace(told.created_at, ' ', 'T'), '+00:00', 'Z'))) END,
    held_at = CASE WHEN told.kind = 'domain.hold_set' THEN told.created_at END
FROM (
    SELECT h.account_id, h.domain_id, h.kind, h.detail, h.created_at
    FROM accounts a JOIN outbox h ON h.account_id = a.id AND h.kind IN ('domain.hold_set', 'domain.hold_lifted', 'domain.verified')
    WHERE NOT EXISTS (
        SELECT 1 FROM outbox l WHERE l.account_id = h.account_id AND l.kind IN ('domain.hold_set', 'domain.hold_lifted', 'domain.verified')
            AND l.domain_id = h.domain_id AND l.created_at >= h.created_at AND (l.created_at > h.created_at OR l.id > h.id))
) AS told
WHERE domains.id = told.domain_id AND domains.account_id = told.account_id AND domains.live_name IS NOT NULL;
-- +goose Down
UPDATE domains SET holds = NULL, held_at = NULL WHERE holds IS NOT NULL;
