import { createContext, useContext } from 'react';
import { createFormatter, type Formatter } from './format.ts';

/** Given by FormatterProvider. Before anybody is known, the language of most and no zone. */
export const FormatterContext = createContext<Formatter>(createFormatter('ru', 'UTC'));

/** The formatter of the current language in the academy's time zone, wherever the browser is. */
export const useFormatter = (): Formatter => useContext(FormatterContext);
