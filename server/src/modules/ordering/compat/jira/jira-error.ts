/** A refusal in Jira's form. */
export class JiraError extends Error {
  override readonly name = 'JiraError';
  readonly status: number;
  readonly errorMessages: readonly string[];
  /** Sentence by field. */
  readonly errors: Readonly<Record<string, string>>;

  constructor(status: number, errorMessages: readonly string[], errors: Record<string, string> = {}) {
    super(errorMessages[0] ?? Object.values(errors)[0] ?? 'refused');
    this.status = status;
    this.errorMessages = errorMessages;
    this.errors = errors;
  }
}

export const badRequest = (message: string) => new JiraError(400, [message]);
export const badField = (field: string, message: string) => new JiraError(400, [], { [field]: message });
export const noSuchIssue = () => new JiraError(404, ['Issue Does Not Exist']);
