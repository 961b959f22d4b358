/** The names that a pair may have. */
export const SSH_KEY_PAIR_NAME = '^[\\u4e00-\\u9fa5a-zA-Z0-9\\s()（）【】@._+-]+$';
