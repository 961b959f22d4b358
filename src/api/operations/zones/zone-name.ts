/** What the real system accepts as the name of a zone. */
export const ZONE_NAME = '^(?! )[\\u4e00-\\u9fa5a-zA-Z0-9\\-_.():+" ]*(?<! )$';
