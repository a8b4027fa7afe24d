import { useDispatch, useSelect } from './app-context.ts';

/** One line for what the page did, or could not do. */
export function NoticeBar() {
  const dispatch = useDispatch();
  const notice = useSelect((state) => state.notice);
  return (
    <div class="notice-place" role="status" aria-live="polite">
      {notice !== undefined && (
        <div class={`notice notice-${notice.tone}`}>
          <span>{notice.text}</span>
          <button type="button" class="button" onClick={() => dispatch({ type: 'noticed', notice: undefined })}>
            close
          </button>
        </div>
      )}
    </div>
  );
}
