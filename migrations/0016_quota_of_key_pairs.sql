-- Written by hand: every normal account has the quota of SSH key pairs.
INSERT INTO `quotas` (`uuid`, `name`, `identity_uuid`, `identity_type`, `value`, `create_date`, `last_op_date`)
  SELECT uuid_from_name('quota ssh_key_pair.num of ' || `uuid`), 'ssh_key_pair.num', `uuid`, 'AccountVO', 20, `create_date`, `create_date`
  FROM `accounts` WHERE `type` <> 'SystemAdmin' ORDER BY rowid;
