type Option<T extends string> = { value: T; label: string; name?: string };

type SegmentedProps<T extends string> = {
  label: string;
  value: T;
  options: readonly Option<T>[];
  onChange: (value: T) => void;
};

/** A choice of few: a group of toggle buttons, the chosen one pressed. */
export function Segmented<T extends string>({ label, value, options, onChange }: SegmentedProps<T>) {
  return (
    <fieldset aria-label={label} className="inline-flex shrink-0 rounded-control border border-line p-px">
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          aria-label={option.name}
          onClick={() => onChange(option.value)}
          className="h-7 min-w-7 rounded-[4px] px-2 text-sm text-ink-2 hover:text-ink aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-ink pointer-coarse:h-10 pointer-coarse:min-w-10"
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
