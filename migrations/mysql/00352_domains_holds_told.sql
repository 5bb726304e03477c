-- Until now only the events knew of holds, and those are pruned: the last one of each name says whether the registry has it on hold.
-- +goose Up
UPDATE accounts a
    STRAIGHT_JOIN outbox h ON h.account_id = a.id AND h.kind IN ('domain.hold_set', 'domain.hold_lifted', 'domain.verified')
    STRAIGHT_JOIN domains d ON d.id = h.domain_id AND d.account_id = h.account_id AND d.live_name IS NOT NULL
SET d.holds = CASE WHEN h.kind = 'domain.hold_set'
        THEN JSON_OBJECT('registry', JSON_OBJECT('reason', COALESCE(JSON_UNQUOTE(JSON_EXTRACT(h.detail, '$.reason')), ''),
            'since', DATE_FORMAT(h.created_at, '%Y-%m-%dT%H:%i:%s.%fZ')))
        ELSE JSON_OBJECT('registry', JSON_OBJECT('lifted', DATE_FORMAT(h.created_at, '%Y-%m-%dT%H:%i:%s.%fZ'))) END,
    d.held_at = CASE WHEN h.kind = 'domain.hold_set' THEN h.created_at END
WHERE NOT EXISTS (
    SELECT 1 FROM outbox l WHERE l.account_id = h.account_id AND l.kind IN ('domain.hold_set', 'domain.hold_lifted', 'domain.verified')
        AND l.domain_id = h.domain_id AND l.created_at >= h.created_at AND (l.created_at > h.created_at OR l.id > h.id));
-- +goose Down
UPDATE domains SET holds = NULL, held_at = NULL WHERE holds IS NOT NULL;
