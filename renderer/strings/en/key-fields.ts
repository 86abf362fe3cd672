/** Words of what a vault key and a local key both have, in its panel. */
export const keyFields = {
  name: 'Name',
  environment: 'Environment',
  account: 'Account type',
  perMinute: 'Requests a minute',
  budget: 'Budget',
  budgetUnit: 'dollars a month',
  budgetNone: 'No budget',
  budgetError: 'An amount in dollars from 0 to 1,000,000, such as 20 or 12.50.',
  expires: 'Expires',
  expiresNever: 'Never',
  expiresError: 'No such day.',
  history: {
    heading: 'History',
    empty: 'Nothing was recorded yet.',
    failed: 'The history could not be loaded.',
    older: 'Show older',
    all: 'Audit of the vault',
  },
} as const
