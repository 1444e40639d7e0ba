// What is inside a bubble, per message type. Text goes in by textContent only: it comes from strangers.

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

const attachments = {
  image: ['🖼', 'Photo'], video: ['🎬', 'Video'], audio: ['🎤', 'Voice message'], document: ['📄', 'Document'], sticker: ['✨', 'Sticker'],
  location: ['📍', 'Location'], contacts: ['👤', 'Contact'], order: ['🛒', 'Order'],
};

function attachment(kind, title, detail) {
  const [icon, label] = attachments[kind] ?? ['📎', kind];
  const box = element('div', 'attachment');
  box.append(element('span', 'kind', icon));
  const text = element('div');
  text.append(element('span', '', title || label));
  if (detail) text.append(element('small', '', detail));
  box.append(text);
  return box;
}

function media(type, content) {
  const parts = [];
  if ((type === 'image' || type === 'sticker') && content.id) {
    const picture = element('img', 'picture');
    picture.src = `/phone/media/${encodeURIComponent(content.id)}`;
    picture.alt = content.caption || 'Photo';
    picture.addEventListener('error', () => picture.replaceWith(attachment(type, '', content.link || '')));
    parts.push(picture);
  } else {
    parts.push(attachment(type, content.filename, content.link || content.mime_type || ''));
  }
  parts.push(element('div', 'body', content.caption || ''));
  return parts;
}

function interactive(content) {
  const reply = content.button_reply ?? content.list_reply;
  if (reply) return [element('div', 'body', reply.title)];
  const parts = [];
  if (content.header?.text) parts.push(element('div', 'title', content.header.text));
  else if (content.header) parts.push(attachment(content.header.type, '', content.header[content.header.type]?.link));
  parts.push(element('div', 'body', content.body?.text ?? ''));
  if (content.footer?.text) parts.push(element('div', 'foot', content.footer.text));
  return parts;
}

function template(content) {
  const parts = [];
  if (content.header) parts.push(element('div', 'title', content.header));
  parts.push(element('div', 'body', content.body ?? ''));
  if (content.footer) parts.push(element('div', 'foot', content.footer));
  return parts;
}

export function contentOf(message) {
  const { type, content } = message;
  switch (type) {
    case 'text': return [element('div', 'body', content.body)];
    case 'image': case 'video': case 'audio': case 'document': case 'sticker': return media(type, content);
    case 'location': return [attachment('location', content.name, content.address || `${content.latitude}, ${content.longitude}`), element('div', 'body')];
    case 'contacts': return [attachment('contacts', content[0]?.name?.formatted_name, content[0]?.phones?.[0]?.phone), element('div', 'body')];
    case 'interactive': return interactive(content);
    case 'template': return template(content);
    case 'button': return [element('div', 'body', content.text ?? '')];
    default: return [attachment(type, type), element('div', 'body')];
  }
}

// One line for the list of users and for quotes.
export function summary(message) {
  const { type, content } = message;
  if (type === 'text') return content.body;
  if (type === 'template') return content.body ?? 'Template';
  if (type === 'button') return content.text;
  if (type === 'interactive') return (content.button_reply ?? content.list_reply)?.title ?? content.body?.text ?? 'Message';
  return content?.caption || (attachments[type]?.join(' ') ?? type);
}

// What can be tapped below a bubble: [label, detail, the user's message], or a label alone.
export function actionsOf(message) {
  const { type, content, id } = message;
  const context = { id };
  if (type === 'template') {
    return (content.buttons ?? []).map(button => button.type === 'QUICK_REPLY'
      ? { label: button.text, send: { type: 'button', button: { payload: button.text, text: button.text }, context } }
      : { label: button.text });
  }
  if (type !== 'interactive') return [];
  const action = content.action ?? {};
  if (content.type === 'button') {
    return action.buttons.map(({ reply }) => ({
      label: reply.title,
      send: { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: reply.id, title: reply.title } }, context },
    }));
  }
  if (content.type === 'list') {
    return action.sections.flatMap(section => [
      ...(section.title ? [{ section: section.title }] : []),
      ...section.rows.map(row => ({
        label: row.title,
        detail: row.description,
        send: { type: 'interactive', interactive: { type: 'list_reply', list_reply: { ...row } }, context },
      })),
    ]);
  }
  if (content.type === 'location_request_message') {
    return [{ label: '📍 Send location', send: { type: 'location', location: { latitude: -15.79, longitude: -47.88, name: 'Home' }, context } }];
  }
  return action.parameters?.display_text ? [{ label: action.parameters.display_text }] : [];
}
