import { ApiError, errorCode } from '../../core/api-error.js';

/** Classes of the real system's exceptions that queries end with. */
export const RUNTIME = 'org.zstack.header.exception.CloudRuntimeException';
export const ZQL_ERROR = 'org.zstack.zql.ast.visitors.ZQLError';
const NOT_HQL = 'org.hibernate.hql.internal.ast.QuerySyntaxException';
const NO_SUCH_PROPERTY = 'org.hibernate.QueryException';

/**
 * What a query cannot be answered for (SYS.1000). The query APIs tell it with the exception's class, ZQL tells in
 * which method it was thrown.
 */
export class QueryError extends ApiError {
  constructor(
    readonly exception: string,
    readonly text: string,
  ) {
    super(errorCode('SYS.1000', `${exception}: ${text}`));
  }

  /** The same as ZQLQuery tells it. */
  asOfZql(): ApiError {
    return new ApiError(
      errorCode('SYS.1000', `unhandled exception happened when calling ${CALL}, ${this.text}`),
    );
  }
}

const CALL =
  'private void org.zstack.query.QueryFacadeImpl.1.doCall(org.zstack.header.core.ReturnValueCompletion)';

export const runtimeError = (text: string) => new QueryError(RUNTIME, text);

/** An error of the real system's query language. */
export const zqlError = (text: string) => new QueryError(ZQL_ERROR, text);

/** A statement that is ZQL and becomes none of the real system's database layer. */
export const notHql = (text: string) => hibernateError(NOT_HQL, text);

/** A name that only the real system's database layer looks for. */
export const noSuchProperty = (name: string, javaClass: string) =>
  hibernateError(
    NO_SUCH_PROPERTY,
    `could not resolve property: ${name} of: ${javaClass.replace(/Inventory$/, 'VO')}`,
  );

/** Where the real system looks at what is not there. */
export const nullPointer = () => new QueryError('java.lang.NullPointerException', 'null');

/** What the real system's database refuses while it answers, e.g. a subquery of one value that finds two. */
export const refusedByDatabase = (exception: string) =>
  hibernateError(`org.hibernate.exception.${exception}`, 'could not extract ResultSet');

const hibernateError = (exception: string, text: string) =>
  new QueryError('java.lang.IllegalArgumentException', `${exception}: ${text}`);
