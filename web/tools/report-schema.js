/** JSON Schema of a report, of the very table by which `spusk verify` checks one. */
import { toJsonSchema } from '@valibot/to-json-schema';
import { reportSchema } from '../report/format.js';

/** @returns {object} */
export const schemaOfReport = () => ({
  ...toJsonSchema(reportSchema, {
    target: 'draft-2020-12',
    // Whether a time is one of the calendar no schema can say; its form is told all the same. And
    // JSON knows finite numbers only.
    ignoreActions: ['check', 'finite'],
  }),
  title: 'A lab report of Spusk',
});
