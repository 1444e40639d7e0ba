// Plausible demo users. The numbers are from the range reserved for fiction (555-01xx).
const names = [
  'Ana Souza', 'Liam Carter', 'Mei Tanaka', 'Noah Fischer', 'Amara Okafor', 'Priya Nair', 'Lucas Moreau', 'Sofia Rossi',
  'Omar Haddad', 'Freya Lindqvist', 'Diego Ramírez', 'Hana Kim', 'Tariq Aziz', 'Elif Yılmaz', 'Jonas Weber', 'Zuri Mwangi',
];

export function nextPerson(taken) {
  for (let i = 0; i < 100; i++) {
    const id = `155501001${String(10 + i).padStart(2, '0')}`.slice(0, 11);
    if (!taken.has(id)) {
      return { id, name: names[i % names.length] };
    }
  }
  return { id: `1555${Date.now() % 10000000}`.padEnd(11, '0'), name: 'Another user' };
}

export function initials(name) {
  const words = name.replace(/^\+/, '').split(/\s+/);
  return (words[0][0] + (words.length > 1 ? words[words.length - 1][0] : '')).toUpperCase();
}

export function colour(id) {
  let sum = 0;
  for (const letter of id) {
    sum = (sum * 31 + letter.charCodeAt(0)) % 997;
  }
  return `c${sum % 6}`;
}
