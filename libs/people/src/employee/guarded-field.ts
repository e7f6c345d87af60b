/** Fields that only an explicit, recorded reveal shows (privacy-model.md section 6). */
export enum GuardedField {
  mobile_phone = 'mobile_phone',
  birthday = 'birthday',
  private_location = 'private_location',
}

/** Whom the owner of a guarded field lets reveal it. */
export enum FieldAudience {
  organisation = 'organisation',
  department = 'department',
  only_me = 'only_me',
}

/** Where a guarded field lives in an employee, and the action that reveals it. */
export const GUARDED = {
  mobile_phone: {
    property: 'mobilePhone',
    audience: 'mobilePhoneAudience',
    filled: 'mobilePhoneFilled',
    reveal: 'reveal_mobile_phone',
    fieldNo: 14,
  },
  birthday: {
    property: 'birthday',
    audience: 'birthdayAudience',
    filled: 'birthdayFilled',
    reveal: 'reveal_birthday',
    fieldNo: 17,
  },
  private_location: {
    property: 'privateLocation',
    audience: 'privateLocationAudience',
    filled: 'privateLocationFilled',
    reveal: 'reveal_private_location',
    fieldNo: 20,
  },
} as const satisfies Record<GuardedField, object>;
