/** `s3://bucket`, or `s3://bucket/some/prefix`: as names of buckets are, and without what a url would have to hide. */
export const STORE = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/[\w.-]+)*)\/?$/;
